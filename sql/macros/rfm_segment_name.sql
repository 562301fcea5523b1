-- rfm_segment_name: segment of scores 1 to 5, by recency and the mean of frequency and monetary score, half rounded up.
-- Reads: nothing
create or replace temp macro rfm_segment_name (r_score, f_score, m_score) as (
  (
    [
      [
        'Lost',
        'Lost',
        'At Risk',
        'Cannot Lose',
        'Cannot Lose'
      ],
      [
        'Hibernating',
        'Hibernating',
        'At Risk',
        'At Risk',
        'At Risk'
      ],
      [
        'About to Sleep',
        'Need Attention',
        'Need Attention',
        'Loyal',
        'Loyal'
      ],
      [
        'Promising',
        'Potential Loyalist',
        'Loyal',
        'Loyal',
        'Champions'
      ],
      [
        'New',
        'Potential Loyalist',
        'Potential Loyalist',
        'Champions',
        'Champions'
      ]
    ]
  ) [r_score] [(f_score + m_score + 1) // 2]
)

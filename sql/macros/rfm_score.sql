-- rfm_score: score of 1 to 5 of one among n, by 2 midrank - 1 = 2 (those below) + (those level), ascending in "better".
-- Reads: nothing
-- Rule: score = min(5, floor(5 (2 midrank - 1) / (2 n)) + 1); ties share a score, a constant is 3.
create or replace temp macro rfm_score (doubled_rank, n) as least(5, 5 * doubled_rank // (2 * n) + 1)::integer

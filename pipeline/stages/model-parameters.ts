import { z } from 'zod';
import { cleaning, eventFeatures, events, orderFeatures } from '../core/config-data-schema.ts';
import type { Segmentation } from '../core/segmentation.ts';

/** A setting that has to be there: what a model leaves out is no default of this version. */
function given<Field extends z.core.SomeType>(setting: z.ZodDefault<Field>): Field {
  return setting.unwrap();
}

const timezone = z.string().refine(isTimezone, 'expected a zone name such as UTC or Europe/Berlin');

const tenure = given(orderFeatures.shape.tenureDays).def.items;

/** What the `parameters` of a model hold, key by key: the settings they come from say which values they may have. */
export const MODEL_PARAMETERS: Readonly<Record<Segmentation['name'], z.ZodType>> = {
  returns: z
    .strictObject({
      timezone,
      matching: given(cleaning.shape.matching),
      recency_window_days: given(orderFeatures.shape.recencyWindowDays),
      return_horizon_days: given(orderFeatures.shape.returnHorizonDays),
      change_pseudo_units: given(orderFeatures.shape.changePseudoUnits),
      affinity_pseudo_units: given(orderFeatures.shape.affinityPseudoUnits),
      adjacency_days: given(orderFeatures.shape.adjacencyDays),
      adjacency_mode: given(orderFeatures.shape.adjacency),
      seasonal_min_days: given(orderFeatures.shape.seasonalMinDays),
      seasonal_min_events: given(orderFeatures.shape.seasonalMinEvents),
      trend_min_months: given(orderFeatures.shape.trendMinMonths),
      high_value_quantile: given(orderFeatures.shape.highValueQuantile),
      high_value_min_orders: given(orderFeatures.shape.highValueMinOrders),
      tenure_new_days: tenure[0],
      tenure_growing_days: tenure[1],
      tenure_mature_days: tenure[2],
      min_span_days: given(orderFeatures.shape.minSpanDays),
    })
    .refine(
      (values) =>
        values.tenure_new_days < values.tenure_growing_days &&
        values.tenure_growing_days < values.tenure_mature_days,
      { path: ['tenure_growing_days'], message: 'expected days between those of new and mature' },
    ),
  behavior: z.strictObject({
    timezone,
    dedupe: given(events.shape.dedupe),
    lenient: given(events.shape.lenient),
    session_gap_minutes: given(eventFeatures.shape.sessionGapMinutes),
    min_span_days: given(eventFeatures.shape.minSpanDays),
    price_ladder_min_views: given(eventFeatures.shape.priceLadderMinViews),
  }),
};

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

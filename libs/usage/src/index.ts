export {
  type HourlyCount,
  type LastRequest,
  type Usage,
  isMoreRecent,
  operationsPerHourMax,
  otherOperation,
} from './usage.js';
export { foldUsage, mergeUsage } from './fold-usage.js';
export { type Deduplicated, dropRepeats } from './repeats.js';

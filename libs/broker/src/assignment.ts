/**
 * Which partitions are a member's: every n-th, by its place among the sorted ids. Members that see the same list share
 * the partitions exactly and evenly; while their views differ, a partition's lock decides.
 */
export function assignedPartitions(
  partitions: number,
  members: readonly string[],
  member: string,
): readonly number[] {
  const sorted = [...new Set(members)].sort();
  const place = sorted.indexOf(member);
  if (place < 0) return [];
  const assigned: number[] = [];
  for (let partition = place; partition < partitions; partition += sorted.length) assigned.push(partition);
  return assigned;
}

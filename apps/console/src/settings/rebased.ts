/** One's own changes on top of what others have changed meanwhile: where one has changed nothing, theirs are taken. */
export function rebased<Fields extends object>(
  before: Fields,
  draft: Fields,
  now: Fields,
  same: (left: Fields[keyof Fields], right: Fields[keyof Fields]) => boolean = Object.is,
): Fields {
  const names = Object.keys(now) as (keyof Fields)[];
  return Object.fromEntries(
    names.map((name) => [name, name in draft && !same(before[name], draft[name]) ? draft[name] : now[name]]),
  ) as Fields;
}

/** What `visibleStartOf` throws. Names nothing of the value: it might be a secret of another kind. */
export function notWellFormed(): Error {
  return new Error('Only a key has a visible start; the given value is not one');
}

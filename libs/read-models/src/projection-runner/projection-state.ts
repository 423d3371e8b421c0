/** What a projection is doing in this process. */
export type ProjectionState =
  | { readonly status: 'starting' }
  /** Another process applies it; this one takes over when that one ends. */
  | { readonly status: 'standby' }
  | { readonly status: 'catching-up'; readonly position: bigint }
  | { readonly status: 'live'; readonly position: bigint }
  /** The database or the log is out of reach; goes on by itself. */
  | { readonly status: 'waiting'; readonly reason: string }
  /** An event cannot be applied, or the log is another one; tried again, but people have to look. */
  | { readonly status: 'failed'; readonly reason: string };

export type Manifest = Readonly<
  Record<
    string,
    {
      readonly file: string;
      readonly css?: readonly string[];
      readonly imports?: readonly string[];
    }
  >
>;
export declare function filesLoaded(manifest: Manifest, entries: readonly string[]): readonly string[];
export declare function beyondBounds(
  load: { readonly bytes: number; readonly files: number },
  bounds: { readonly bytesMax: number; readonly filesMax: number },
): readonly string[];

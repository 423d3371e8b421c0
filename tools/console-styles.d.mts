export declare function classesWithoutStyle(
  scripts: string,
  styles: string,
  allStyles: string,
): readonly string[];

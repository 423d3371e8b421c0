// Styles of Mantine are taken component by component. Fails the build where one that is used was forgotten: it would only look wrong.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const classPattern = /\bm_[0-9a-f]{6,8}\b/g;

/** Classes that scripts name and the component library has styles for, while the page has none. */
export function classesWithoutStyle(scripts, styles, allStyles) {
  const [named, present, known] = [scripts, styles, allStyles].map(
    (text) => new Set(text.match(classPattern)),
  );
  return [...named].filter((name) => known.has(name) && !present.has(name)).sort();
}

/** A Vite plugin. */
export function requireStyles(folder) {
  return {
    name: 'require-styles',
    apply: 'build',
    closeBundle() {
      const textOf = (pattern) =>
        globSync(join(folder, 'assets', pattern))
          .map((path) => readFileSync(path, 'utf8'))
          .join('\n');
      const allStyles = readFileSync('node_modules/@mantine/core/styles.css', 'utf8');
      const missing = classesWithoutStyle(textOf('*.js'), textOf('*.css'), allStyles);
      if (missing.length === 0) return;
      const why = 'src/theme/mantine-styles.ts lacks the component whose style sheet names';
      throw new Error(`The console uses what it has no styles for: ${why} ${missing.join(', ')}.`);
    },
  };
}

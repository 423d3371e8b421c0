import { describe, expect, it } from '@jest/globals';
import { type Manifest, beyondBounds, filesLoaded } from '../../tools/console-first-load.mjs';

const manifest: Manifest = {
  'index.html': { file: 'index.js', css: ['index.css'], imports: ['_shared.js'] },
  '_shared.js': { file: 'shared.js', imports: ['_deeper.js'] },
  '_deeper.js': { file: 'deeper.js', imports: ['_shared.js'], css: ['deeper.css'] },
  'frame.tsx': { file: 'frame.js', imports: ['_shared.js'] },
  'page.tsx': { file: 'page.js', imports: ['_shared.js'] },
};
const bounds = { bytesMax: 1_000, filesMax: 3 };

describe('what the console loads before it shows anything', () => {
  it('is the entry with all that it imports, each once, and no page', () => {
    const files = ['deeper.css', 'deeper.js', 'index.css', 'index.js', 'shared.js'];
    expect(filesLoaded(manifest, ['index.html'])).toEqual(files);
    expect(filesLoaded(manifest, ['index.html', 'frame.tsx'])).toEqual([...files, 'frame.js'].sort());
  });

  it('may reach its bounds', () => {
    expect(beyondBounds({ bytes: 1_000, files: 3 }, bounds)).toEqual([]);
  });

  it('is neither larger nor in more files than that', () => {
    expect(beyondBounds({ bytes: 1_001, files: 3 }, bounds)).toHaveLength(1);
    expect(beyondBounds({ bytes: 1_000, files: 4 }, bounds)).toHaveLength(1);
    expect(beyondBounds({ bytes: 1_001, files: 4 }, bounds)).toHaveLength(2);
  });
});

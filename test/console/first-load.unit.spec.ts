import { describe, expect, it } from '@jest/globals';
import { type Manifest, firstLoad } from '../../tools/console-first-load.mjs';

const manifest: Manifest = {
  'index.html': { file: 'index.js', css: ['index.css'], imports: ['_shared.js'], isEntry: true },
  '_shared.js': { file: 'shared.js', imports: ['_deeper.js'] },
  '_deeper.js': { file: 'deeper.js', imports: ['_shared.js'], css: ['deeper.css'] },
  'page.tsx': { file: 'page.js', imports: ['_shared.js'] },
};

describe('what the console loads before it shows anything', () => {
  it('is the entry with all that it imports, each once, and no page', () => {
    expect(firstLoad(manifest)).toEqual(['deeper.css', 'deeper.js', 'index.css', 'index.js', 'shared.js']);
  });
});

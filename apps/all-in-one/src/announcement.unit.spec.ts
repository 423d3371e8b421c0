import { describe, expect, it } from '@jest/globals';
import { announcement } from './announcement.js';

const facts = { baseUrl: 'http://127.0.0.1:8080', dataHome: '/srv/.keyledger/postgres' };

describe('what is told when Keyledger is ready', () => {
  it('has the address, where the data is, and three commands', () => {
    const text = announcement({ ...facts, rootKey: { origin: 'known' } });
    expect(text).toContain('Keyledger is ready on http://127.0.0.1:8080\n');
    expect(text).toContain('/srv/.keyledger/postgres');
    expect(text.match(/curl -sS -w '\\n' \$URL\/v1\//g)).toHaveLength(3);
  });

  it('has the root key once, at the start that made it', () => {
    const text = announcement({ ...facts, rootKey: { origin: 'made', value: 'kl_live_example' } });
    expect(text.match(/kl_live_example/g)).toHaveLength(1);
    expect(text).toContain('export URL=http://127.0.0.1:8080 ROOT=kl_live_example\n');
  });

  it('refers to the variable when the root key was configured', () => {
    const text = announcement({ ...facts, rootKey: { origin: 'configured' } });
    expect(text).toContain('ROOT="$KEYLEDGER_ROOT_KEY"\n');
  });

  it('says nothing of data that is not ours', () => {
    const text = announcement({ ...facts, dataHome: null, rootKey: { origin: 'known' } });
    expect(text).not.toContain('data');
  });
});

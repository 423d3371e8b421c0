import { describe, expect, it } from '@jest/globals';
import { addressEntries } from './address-entries.js';

describe('addresses as they are typed', () => {
  it('are told in the form that they are recorded in, each once', () => {
    const { entries, wrong } = addressEntries('192.0.2.7\n10.1.2.3/8, 10.0.0.0/8  2001:DB8::1');
    expect(entries).toEqual(['192.0.2.7', '10.0.0.0/8', '2001:db8::1']);
    expect(wrong).toEqual([]);
  });

  it('are shown where they are none, while the others stay', () => {
    const { entries, wrong } = addressEntries('192.0.2.256\n192.0.2.1\nexample.com\n10.0.0.0/33');
    expect(entries).toEqual(['192.0.2.1']);
    expect(wrong).toEqual(['192.0.2.256', 'example.com', '10.0.0.0/33']);
  });

  it('are bounded in number', () => {
    const many = Array.from({ length: 501 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    expect(addressEntries(many.join('\n')).tooMany).toBe(true);
    expect(addressEntries(many.slice(1).join('\n')).tooMany).toBe(false);
  });
});

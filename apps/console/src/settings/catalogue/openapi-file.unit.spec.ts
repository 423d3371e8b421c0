import { describe, expect, it } from '@jest/globals';
import { mediaTypeOf, sizeText } from './openapi-file.js';

describe('a chosen OpenAPI document', () => {
  it.each([
    ['api.json', 'application/json'],
    ['API.JSON', 'application/json'],
    ['api.yaml', 'application/yaml'],
    ['api.json.yml', 'application/yaml'],
    ['openapi', 'application/yaml'],
  ])('%s is sent as %s', (name, type) => {
    expect(mediaTypeOf(name)).toBe(type);
  });

  it('has a size that people read', () => {
    expect(sizeText(4_840_000, 'en')).toBe('4.8 MB');
    expect(sizeText(312, 'en')).toBe('0.3 kB');
  });
});

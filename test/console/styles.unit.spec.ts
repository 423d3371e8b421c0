import { describe, expect, it } from '@jest/globals';
import { classesWithoutStyle } from '../../tools/console-styles.mjs';

const allStyles = '.m_11111111 { color: red } .m_22222222:hover { color: red } .m_33333333 { color: red }';

describe('styles of components', () => {
  it('are missing where a script names a class that only the library has styles for', () => {
    const scripts = 'const a = { root: "m_11111111" }, b = { root: "m_22222222", other: "m_99999999" };';
    expect(classesWithoutStyle(scripts, '.m_11111111{color:red}', allStyles)).toEqual(['m_22222222']);
  });

  it('are not missed for what nobody uses', () => {
    expect(classesWithoutStyle('"m_11111111"', '.m_11111111{color:red}', allStyles)).toEqual([]);
  });
});

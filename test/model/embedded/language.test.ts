import { describe, expect, it } from 'vitest';
import { Theme } from '../../../src/domain/theme.ts';
import { foreignTo } from '../../../src/model/embedded/language.ts';

const themeOf = (name: string, definition: string) => Theme.parse({ name, definition });
const foreign = foreignTo([themeOf('Refund', 'The customer wants the money back.')]);

describe('a text in a language that the embedded model does not read', () => {
  it.each([
    ['Strona ciągle wyrzuca błąd przy płatności', 'Polish'],
    ['Mi maleta no ha llegado y nadie responde.', 'Spanish'],
    ['Wo bleibt meine Rückerstattung?', 'German'],
    ['Je voudrais être remboursé.', 'French'],
    ['返金してください', 'Japanese'],
    ['أريد استرداد أموالي', 'Arabic'],
    ['Верните мне деньги', 'Russian'],
  ])('is known: %s', (text, language) => {
    expect(foreign(text)).toBe(language);
  });

  it.each([
    'I want my money back',
    'thx 👍',
    'ok',
    'PIN',
    'BA0284 LHR-JFK',
    '@united #fail http://t.co/TsvgbrL15f',
    'pasword rest mail nevr came, chekced spam to',
    '',
  ])('is not taken for one: %s', (text) => {
    expect(foreign(text)).toBeUndefined();
  });

  it('is read where the themes are written in it', () => {
    const german = foreignTo([
      themeOf('Erstattung', 'Die Kundin möchte ihr Geld zurück oder wartet auf eine Gutschrift.'),
    ]);
    expect(german('Wo bleibt meine Rückerstattung?')).toBeUndefined();
    expect(german('I want my money back')).toBeUndefined();
    expect(german('Je voudrais être remboursé.')).toBe('French');
  });
});

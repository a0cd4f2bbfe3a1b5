import { describe, expect, it } from 'vitest';
import { Theme } from '../../../../src/domain/theme.ts';
import { foreignTo } from '../../../../src/model/embedded/words/language.ts';

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
    ['Ik had over de app geen hulp van jullie, wat was er mis?', 'Dutch'],
    ['Hello, how are you? Ich warte auf meine Erstattung, und niemand hilft mir.', 'German'],
  ])('is known: %s', async (text, language) => {
    expect(await foreign(text)).toBe(language);
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
  ])('is not taken for one: %s', async (text) => {
    expect(await foreign(text)).toBeUndefined();
  });

  it('is read where the themes are written in it', async () => {
    const german = foreignTo([
      themeOf('Erstattung', 'Die Kundin möchte ihr Geld zurück oder wartet auf eine Gutschrift.'),
    ]);
    expect(await german('Wo bleibt meine Rückerstattung?')).toBeUndefined();
    expect(await german('I want my money back')).toBeUndefined();
    expect(await german('Je voudrais être remboursé.')).toBe('French');
  });
});

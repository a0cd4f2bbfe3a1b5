import { describe, expect, it } from 'vitest';
import { guessEncoding } from '../../../../src/tickets/formats/encoding/guess-encoding.ts';

const samples: [encoding: string, base64: string, text: string][] = [
  ['gb18030', '1/nSzru1wcssztLSqs3Lv+4=', '座椅坏了,我要退款'],
  [
    'gb18030',
    'xPq6w6OsztK1xLaptaW7ucO709C1vaOs0tG+rbXIwcvBvbj20MfG2sHLoaPH676hv+y0psDtzcu/7qOs0LvQu6Gj',
    '您好，我的订单还没有到，已经等了两个星期了。请尽快处理退款，谢谢。',
  ],
  [
    'shift_jis',
    'jcCQyIKqifOC6oLEgqKC3IK1gr2BQpXUi+CCtYLEgq2CvoKzgqKBQg==',
    '座席が壊れていました。返金してください。',
  ],
  ['shift_jis', 'g0qDb4OTgqqTzYKpgsiCog==', 'カバンが届かない'],
  [
    'euc-jp',
    'usLAyqSssvWk7KTGpKSk3qS3pL+ho8rWtuKkt6TGpK+kwKS1pKShow==',
    '座席が壊れていました。返金してください。',
  ],
  [
    'euc-kr',
    'wcK8rsDMILDtwOWztb3AtM+02S4gyK+60sfYIMHWvLy/5C4=',
    '좌석이 고장났습니다. 환불해 주세요.',
  ],
  ['big5', 'rnm0yMNhpEYsp9qtbrBotNosqkGwyKvcrnQ=', '座椅壞了,我要退款,服務很差'],
  [
    'windows-1251',
    '0ejk5e385SDh++vuIPHr7uzg7e4sIOLl8O3o8uUg5OXt/OPo',
    'Сиденье было сломано, верните деньги',
  ],
  [
    'koi8-r',
    '88nExc7YxSDC2czPINPMz83Bzs8sINfF0s7J1MUgxMXO2MfJ',
    'Сиденье было сломано, верните деньги',
  ],
  [
    'windows-1253',
    '1O8g6tzo6fPs4SDe9OHtIPPw4fPs3e3vLCDo3ev5IOXw6fP08e/23iD38efs3PT57Q==',
    'Το κάθισμα ήταν σπασμένο, θέλω επιστροφή χρημάτων',
  ],
  ['windows-1255', '5O7l+eEg5OnkIPnh5fgg4PDpIPjl9uQg5Ofm+A==', 'המושב היה שבור אני רוצה החזר'],
  [
    'windows-1256',
    'x+Hj3trPIN/H5CDj39Pm0ccgw9HtzyDH08rRz8fPIMfh48fh',
    'المقعد كان مكسورا أريد استرداد المال',
  ],
  [
    'windows-1250',
    'U2llZHplbmllIGJ5s28gemVwc3V0ZSwgcHJvc3rqIG8gendyb3QgcGllbmnqZHp5LCC/87N0YSCz82Sf',
    'Siedzenie było zepsute, proszę o zwrot pieniędzy, żółta łódź',
  ],
  ['windows-874', 't9XoudHop77Rp+HF0OTB6MHV46TDqujHwg==', 'ที่นั่งพังและไม่มีใครช่วย'],
  [
    'windows-1252',
    'RGVyIFNpdHogd2FyIGthcHV0dCCWIGb8cmNodGVybGljaCwgc2No9m5lIEdy/N9l',
    'Der Sitz war kaputt – fürchterlich, schöne Grüße',
  ],
  [
    'windows-1252',
    'TGUgc2noZ2Ug6XRhaXQgY2Fzc+ksIJNk6ed1lCCANekgyVTJ',
    'Le siège était cassé, “déçu” €5é ÉTÉ',
  ],
  [
    'windows-1252',
    'v0TzbmRlIGVzdOEgbWkgZXF1aXBhamU/IKFRdekgdmVyZ/xlbnphISA1MCCjIDIwILBD',
    '¿Dónde está mi equipaje? ¡Qué vergüenza! 50 £ 20 °C',
  ],
  ['windows-1252', 'xFJHRVI=', 'ÄRGER'],
  [
    'windows-1252',
    'TyBhdmnjbyBhdHJhc291IHRy6nMgaG9yYXMsIG7jbyByZWNvbWVuZG8=',
    'O avião atrasou três horas, não recomendo',
  ],
];

describe('guessEncoding', () => {
  it.each(samples)('%s: %s', (encoding, base64, text) => {
    const bytes = Buffer.from(base64, 'base64');
    const found = guessEncoding(bytes);
    expect(found).toBe(encoding);
    if (found !== 'windows-1252') expect(new TextDecoder(found).decode(bytes)).toBe(text);
  });
});

// An amount of money in words, as Indonesian offers repeat it, so that a zero too many is seen. Exact decimals, never floats. Pure.

const UNITS_ID = 'nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas'.split(' ');
const GROUPS_ID = ['', 'ribu', 'juta', 'miliar', 'triliun', 'kuadriliun'];
const UNITS_EN =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS_EN = ' - twenty thirty forty fifty sixty seventy eighty ninety'.trim().split(' ');
const GROUPS_EN = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion'];

/** `amount` canonical (`1234.50`): `seribu dua ratus tiga puluh empat rupiah lima puluh sen`. */
export function amountInWords(amount: string, language: 'id' | 'en'): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const sen = Number(fraction.padEnd(2, '0'));
  const words = language === 'id' ? wholeId : wholeEn;
  const rupiah = `${words(whole)} rupiah`;
  return sen === 0 ? rupiah : `${rupiah} ${words(String(sen))} sen`;
}

function wholeId(digits: string): string {
  return inGroups(digits, (value, power) => {
    // "seribu", not "satu ribu".
    if (value === 1 && power === 1) return 'seribu';
    return [belowThousandId(value), GROUPS_ID[power] ?? ''].join(' ').trim();
  });
}

function wholeEn(digits: string): string {
  return inGroups(digits, (value, power) => [belowThousandEn(value), GROUPS_EN[power] ?? ''].join(' ').trim());
}

function inGroups(digits: string, say: (value: number, power: number) => string): string {
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  const words = groups.flatMap((group, i) => {
    const value = Number(group);
    return value === 0 ? [] : [say(value, groups.length - 1 - i)];
  });
  return words.length === 0 ? say(0, 0) : words.join(' ');
}

function belowThousandId(value: number): string {
  if (value < 12) return UNITS_ID[value] ?? '';
  if (value < 20) return `${belowThousandId(value - 10)} belas`;
  if (value < 100) return joined(`${belowThousandId(Math.floor(value / 10))} puluh`, value % 10, belowThousandId);
  const hundreds = value < 200 ? 'seratus' : `${belowThousandId(Math.floor(value / 100))} ratus`;
  return joined(hundreds, value % 100, belowThousandId);
}

function belowThousandEn(value: number): string {
  if (value < 20) return UNITS_EN[value] ?? '';
  if (value < 100) {
    const tens = TENS_EN[Math.floor(value / 10) - 1] ?? '';
    return value % 10 === 0 ? tens : `${tens}-${UNITS_EN[value % 10] ?? ''}`;
  }
  return joined(`${UNITS_EN[Math.floor(value / 100)] ?? ''} hundred`, value % 100, belowThousandEn);
}

function joined(start: string, rest: number, say: (value: number) => string): string {
  return rest === 0 ? start : `${start} ${say(rest)}`;
}

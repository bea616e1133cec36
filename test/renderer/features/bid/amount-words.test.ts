import { describe, expect, it } from 'vitest';
import { amountInWords } from '../../../../renderer/features/bid/amount-words.ts';

describe('an amount in Indonesian words', () => {
  it.each([
    ['0', 'nol rupiah'],
    ['11', 'sebelas rupiah'],
    ['19', 'sembilan belas rupiah'],
    ['20', 'dua puluh rupiah'],
    ['100', 'seratus rupiah'],
    ['101', 'seratus satu rupiah'],
    ['1000', 'seribu rupiah'],
    ['1001000', 'satu juta seribu rupiah'],
    ['2111', 'dua ribu seratus sebelas rupiah'],
    ['21000', 'dua puluh satu ribu rupiah'],
    ['4750000000.50', 'empat miliar tujuh ratus lima puluh juta rupiah lima puluh sen'],
    ['4750000000.5', 'empat miliar tujuh ratus lima puluh juta rupiah lima puluh sen'],
    ['1.05', 'satu rupiah lima sen'],
    ['999999999999999999', expect.stringMatching(/^sembilan ratus sembilan puluh sembilan kuadriliun /)],
  ])('%s is %s', (amount, words) => {
    expect(amountInWords(amount, 'id')).toEqual(words);
  });
});

describe('an amount in English words', () => {
  it.each([
    ['0', 'zero rupiah'],
    ['13', 'thirteen rupiah'],
    ['40', 'forty rupiah'],
    ['121', 'one hundred twenty-one rupiah'],
    ['1000', 'one thousand rupiah'],
    ['4750000000.50', 'four billion seven hundred fifty million rupiah fifty sen'],
  ])('%s is %s', (amount, words) => {
    expect(amountInWords(amount, 'en')).toBe(words);
  });
});

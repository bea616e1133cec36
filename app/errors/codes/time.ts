// The hour: this computer's clock beside the LPSE's signed one.
import type { CatalogueArea } from '../entry.ts';

export const TIME_CODES = {
  'time/clock-differs': {
    kind: 'finding',
    retryable: true,
    exit: 'finding',
    id: {
      what: 'Jam komputer ini berbeda lebih dari 30 detik dari jam server.',
      next: 'Setel jam komputer; batas akhir tetap mengikuti jam server.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The clock of this computer differs from the server by more than 30 seconds.',
      next: 'Set the clock; the deadline follows the server.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
  'time/answer-refused': {
    kind: 'fault',
    retryable: true,
    exit: 'time',
    id: {
      what: 'Waktu server yang diterima tidak sah atau jawaban lama.',
      next: 'Coba lagi; bila tetap, hubungi LPSE.',
      safe: 'Tidak ada yang dikirim dan tidak ada yang diubah.',
    },
    en: {
      what: 'The server time received is not valid or an old answer.',
      next: 'Try again; if it stays, call the LPSE.',
      safe: 'Nothing was sent and nothing was changed.',
    },
  },
} as const satisfies CatalogueArea;

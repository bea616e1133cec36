// Kode Keamanan: six characters as strokes in an SVG. The text itself is in no attribute; only test mode tells it.
import { randomInt } from 'node:crypto';

export interface Captcha {
  readonly text: string;
  readonly svg: string;
}

/** Letters as polylines on a grid of 4 by 6; without those people mix up (0 O, 1 I, 5 S, 8 B ...). */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '0,6 2,0 4,6|1,4 3,4',
  C: '4,1 3,0 1,0 0,1 0,5 1,6 3,6 4,5',
  E: '4,0 0,0 0,6 4,6|0,3 3,3',
  F: '4,0 0,0 0,6|0,3 3,3',
  H: '0,0 0,6|4,0 4,6|0,3 4,3',
  J: '1,0 4,0|3,0 3,5 2,6 1,6 0,5',
  K: '0,0 0,6|4,0 0,3 4,6',
  L: '0,0 0,6 4,6',
  M: '0,6 0,0 2,3 4,0 4,6',
  N: '0,6 0,0 4,6 4,0',
  P: '0,6 0,0 3,0 4,1 4,2 3,3 0,3',
  R: '0,6 0,0 3,0 4,1 4,2 3,3 0,3|2,3 4,6',
  T: '0,0 4,0|2,0 2,6',
  V: '0,0 2,6 4,0',
  X: '0,0 4,6|4,0 0,6',
  Y: '0,0 2,3 4,0|2,3 2,6',
  '3': '0,0 4,0 2,2 4,4 3,6 1,6 0,5',
  '4': '3,6 3,0 0,4 4,4',
  '7': '0,0 4,0 1,6',
  '9': '4,2 3,3 1,3 0,2 0,1 1,0 3,0 4,1 4,4 2,6 1,6',
};
const ALPHABET = Object.keys(GLYPHS);
const LENGTH = 6;
const CELL = 34;

export function createCaptcha(): Captcha {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? 'A');
  const strokes = letters.flatMap(drawLetter);
  const noise = Array.from({ length: 5 }, drawNoise);
  const width = LENGTH * CELL + 16;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 60" width="${width}" height="60" role="img">`,
    `<rect width="${width}" height="60" fill="#f4f4f0"/>`,
    `<g fill="none" stroke="#2b3a55" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">`,
    ...strokes,
    `</g><g fill="none" stroke="#8a94a6" stroke-width="1">`,
    ...noise,
    '</g></svg>',
  ].join('');
  return { text: letters.join(''), svg };
}

function drawLetter(letter: string, index: number): string[] {
  const tilt = randomInt(-18, 19);
  const [x, y] = [14 + index * CELL + randomInt(5), 10 + randomInt(6)];
  return (GLYPHS[letter] ?? '').split('|').map((line) => {
    const points = line.split(' ').map((point) => {
      const [px = 0, py = 0] = point.split(',').map(Number);
      return `${x + px * 5 + randomInt(-1, 2)},${y + py * 6 + randomInt(-1, 2)}`;
    });
    return `<polyline transform="rotate(${tilt} ${x + 10} ${y + 18})" points="${points.join(' ')}"/>`;
  });
}

function drawNoise(): string {
  const at = () => `${randomInt(LENGTH * CELL + 16)} ${randomInt(60)}`;
  return `<path d="M${at()} Q${at()} ${at()}"/>`;
}

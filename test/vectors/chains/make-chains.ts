// Writes chains.json anew: `node test/vectors/chains/make-chains.ts`. Keys and signatures are fresh each time, so every
// byte changes; ids, rules and verdicts are what a review compares.
import { constraintCases } from './constraint-cases.ts';
import { pathCases } from './path-cases.ts';
import { revocationCases } from './revocation-cases.ts';
import { writeVectors, type ChainCase } from './vector.ts';

export async function makeChains(): Promise<ChainCase[]> {
  return [...(await pathCases()), ...(await constraintCases()), ...(await revocationCases())];
}

if (import.meta.main) writeVectors(await makeChains());

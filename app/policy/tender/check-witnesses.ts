// Check 17 of app/protocol/DOSSIER.md: known witnesses who saw a head of these very leaves.
import type { MerkleTree } from '../../../crypto/merkle.ts';
import { verifyCosignatures } from '../../../crypto/cosignature.ts';
import type { VerifierKey } from '../../../crypto/signed-note.ts';
import { requireHead } from './check-log.ts';
import type { Dossier } from './dossier.ts';

/** Names of the known witnesses, each once. @throws log/* when a cosigned head is none of these leaves, or a signature is wrong */
export function checkWitnesses(dossier: Dossier, tree: MerkleTree, keys: readonly VerifierKey[]): readonly string[] {
  const seen = new Set<string>();
  for (const name of dossier.names(/^log\/(?:checkpoint|witness-\d\d)$/)) {
    const note = dossier.part(name);
    requireHead(note, dossier, tree);
    for (const { name: witness } of verifyCosignatures(note.toString('utf8'), keys)) seen.add(witness);
  }
  return [...seen].toSorted();
}

import { store } from '../../main/adapters/store.ts';
import { randomUUID } from 'node:crypto';
export const run = [store, randomUUID];

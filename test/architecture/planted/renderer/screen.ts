export { join } from 'node:path';
export { store } from '../main/adapters/store.ts';

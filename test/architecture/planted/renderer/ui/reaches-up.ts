export { fate } from '../features/watch/fate.ts';

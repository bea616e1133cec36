export { fate } from '../watch/fate.ts';

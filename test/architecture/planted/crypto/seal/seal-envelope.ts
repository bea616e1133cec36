import { opened } from './open-envelope.ts';
export const sealed = opened;

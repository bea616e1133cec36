import { draft } from '../app/domain/draft.ts';
export const up = draft;

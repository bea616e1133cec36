// Every command, in the order in which help lists them.
import type { AddCommand } from '../program.ts';
import { addAudit } from './audit.ts';
import { addCheck } from './check.ts';
import { addEnrolments } from './enrolment.ts';
import { addExport } from './export.ts';
import { addIdentity } from './identity.ts';
import { addInspect } from './inspect.ts';
import { addKeychain } from './keychain.ts';
import { addLogin } from './login.ts';
import { addLpse } from './lpse.ts';
import { addMember } from './member.ts';
import { addMinutes } from './minutes.ts';
import { addOpen } from './open.ts';
import { addPackages } from './packages.ts';
import { addPolicy } from './policy.ts';
import { addRehearse } from './rehearse.ts';
import { addSeal } from './seal.ts';
import { addStatus } from './status.ts';
import { addSubmit } from './submit.ts';
import { addReferral } from './referral.ts';
import { addVerify } from './verify.ts';
import { addWatch } from './watch.ts';
import { addWitness } from './witness.ts';

export const ALL_COMMANDS: readonly AddCommand[] = [
  addLpse,
  addLogin,
  addPackages,
  addIdentity,
  addCheck,
  addSeal,
  addSubmit,
  addStatus,
  addInspect,
  addVerify,
  addWitness,
  addExport,
  addAudit,
  addPolicy,
  addMember,
  addRehearse,
  addOpen,
  addWatch,
  addReferral,
  addMinutes,
  addEnrolments,
  addKeychain,
];

// Flips Electron's fuses before the program is signed: all nine by name, so that a new one in a later Electron stops the build
// instead of staying as it came (trust.md 1.2).
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion, type FuseV1Config } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/** @param platform - `linux`, `win32` or `darwin` */
export function fusesFor(platform: string): FuseV1Config & { readonly strictlyRequireAllFuses: true } {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Linux has no place for the digest to be checked against.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // Needs a snapshot file that we do not make; without it the program would not start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

export async function afterPack({ packager, appOutDir, electronPlatformName }: AfterPackContext): Promise<void> {
  await flipFuses(join(appOutDir, programName(packager, electronPlatformName)), fusesFor(electronPlatformName));
}

/** What electron-builder calls the program there. */
function programName(packager: AfterPackContext['packager'], platform: string): string {
  const { productFilename } = packager.appInfo;
  if (platform === 'darwin') return `${productFilename}.app`;
  if (platform === 'win32') return `${productFilename}.exe`;
  return packager.config.linux?.executableName ?? productFilename;
}

// Keeps native modules of other systems out of a package. The one list of files stays in electron-builder.yml: a list per
// platform that only excludes would start again from everything (keys of tests included).
import { Arch, type AfterPackContext, type FileSet } from 'electron-builder';

/** What electron-builder hands to its hooks, before and after alike. */
type PackContext = Pick<AfterPackContext, 'packager' | 'electronPlatformName' | 'arch'>;

export function beforePack({ packager, electronPlatformName, arch }: PackContext): void {
  const target = `${electronPlatformName}-${Arch[arch]}`;
  const foreign = `!node_modules/better-sqlite3/prebuilds/!(${target}.node)`;
  // electron-builder has made file sets of the list by now.
  for (const set of packager.config.files as FileSet[]) {
    const others = [set.filter ?? []].flat().filter((pattern) => !pattern.includes('/prebuilds/'));
    set.filter = [...others, foreign];
  }
}

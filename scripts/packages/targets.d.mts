export interface Target {
  title: string;
  os: string;
  cpu: string;
  libc?: string;
  compile: string;
  runtime: string;
  keyring: string;
}
/** The platforms that get an executable. */
export declare const TARGETS: Readonly<Record<string, Target>>;
/** The target that this machine is. */
export declare function hostTarget(): string | undefined;

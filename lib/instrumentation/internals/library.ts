import type { ReportFault } from '../../observation/index.js';
import type { Close } from '../instrumentation.js';
import type { Loss } from '../states/loss.js';
import type { Internals } from './internals.js';
import { describeCopy, ownCopy, type PackageCopy } from './package-copy.js';
import { type AnyMethod, type Call, ownerOf, replaceMethod } from '../replace-method.js';
import { versionFix } from './version-fix.js';

/** Who learns what a library lacks, and what fails while it is observed. */
export interface LossListener {
  lose(loss: Loss): void;
  readonly report: ReportFault;
  /** Whether a method is for `library` to replace: copies of a driver may share a class of a further package. */
  claim?(owner: object, name: string, library: object): boolean;
}

/** One copy of a library, as an instrumentation touches it: a member that is not there is reported once. */
export class Library<Member extends string> {
  private readonly inspected = new Set<Member>();

  constructor(
    private readonly internals: Internals<Member>,
    private readonly listener: LossListener,
    private readonly copy: PackageCopy = ownCopy(internals.packageName),
  ) {}

  /** Replaces a method of `owner` or of a prototype above it. Returns what undoes it. */
  replace<Method extends AnyMethod = Call>(
    member: Member,
    owner: object | undefined,
    make: (original: Method, observedElsewhere: () => boolean) => Method,
  ): Close {
    const name = nameOf(member);
    let undo: Close | undefined;
    try {
      const holder = owner && ownerOf(owner, name);
      if (holder && this.listener.claim?.(holder, name, this) === false) return nothingToUndo;
      undo = holder && replaceMethod(holder, name, make, this.failed);
    } catch (error) {
      this.lose(`has ${member} in a form that cannot be replaced`, this.internals.members[member].costs, { error });
      return nothingToUndo;
    }
    this.check(member, undo !== undefined);
    return undo ?? nothingToUndo;
  }

  /** Whether a member is there, as `present` says. */
  check(member: Member, present: boolean): boolean {
    const { costs, optional } = this.internals.members[member];
    if (!present && optional !== true) this.lose(`has no ${member}`, costs);
    return present;
  }

  /** Checks a member of instances, with the first instance only. */
  inspect(member: Member, instance: object): void {
    if (this.inspected.has(member)) return;
    this.inspected.add(member);
    this.check(member, nameOf(member) in instance);
  }

  /** It is there and cannot be loaded. */
  failedToLoad(error: unknown): void {
    const { packageName, option } = this.internals;
    const fix = `make import '${packageName}' work${option === undefined ? '' : `, or set ${option} to false`}`;
    this.lose('could not be loaded', this.internals.costs, { fix, error });
  }

  /** It is loaded, and so different that nothing of it can be patched. */
  failedToPatch(error: unknown): void {
    this.lose('cannot be patched', this.internals.costs, { error });
  }

  private readonly failed = (error: unknown): void => {
    this.listener.report(`A call of ${this.internals.packageName} could not be observed`, error);
  };

  private lose(problem: string, costs: string, more: Partial<Loss> = {}): void {
    const { name: instrumentation, supported } = this.internals;
    const { copy } = this;
    const fix = versionFix(copy, supported);
    this.listener.lose({ instrumentation, library: describeCopy(copy), problem, costs, fix, ...more });
  }
}

/** `query` of `Client#query`. */
function nameOf(member: string): string {
  return member.slice(member.lastIndexOf('#') + 1);
}

function nothingToUndo(): void {
  // The member is not there, which is reported, or another copy has replaced it.
}

import type { Participant } from '../../life-cycle/participant.js';
import { type Doctor, VISIT, type Visit } from '../doctor.js';

/** Lets the command line examine an application before it serves. Nothing happens in an application by itself. */
export class DoctorVisit implements Participant {
  constructor(private readonly doctor: Doctor) {}

  async start(): Promise<void> {
    const visit = (globalThis as { readonly [key: symbol]: unknown })[VISIT] as Visit | undefined;
    await visit?.(this.doctor);
  }
}

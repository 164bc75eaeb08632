import { context as contextApi } from '@opentelemetry/api';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { GIVEN_UP } from '../../../conventions/given-up.js';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';

/** A query as its pool was asked for it. */
interface Asked {
  readonly application: ObservedApplication;
  describe(): Operation;
}

interface Circumstances {
  /** Another instrumentation makes the span. */
  readonly isForeignSpan?: boolean;
  /** The pool is being closed. */
  readonly isGivenUp?: boolean;
}

type EndWithoutConnection = (error: unknown, circumstances?: Circumstances) => void;

/**
 * Queries that are asked of a pool. Where it has a connection for them, they are seen there; where it has none, no
 * connection ever hears of them.
 */
export class PooledQueries {
  private asked: Asked | undefined;

  /** Runs the pool's own method, which asks the pool for a connection before it returns. */
  ask<T>(asked: Asked, query: () => T): T {
    this.asked = asked;
    try {
      return query();
    } finally {
      this.asked = undefined;
    }
  }

  /** For the connection that is requested now: what to do, in the caller's context, when the pool has none. */
  take(): EndWithoutConnection | undefined {
    const { asked } = this;
    this.asked = undefined;
    if (asked === undefined) return undefined;
    const { application, describe } = asked;
    return (error, { isForeignSpan = false, isGivenUp = false } = {}) => {
      try {
        const parent = withForeignSpan(contextApi.active(), isForeignSpan);
        application.telemetry.begin(describe(), parent).end(isGivenUp ? GIVEN_UP : databaseResult({}, error));
      } catch (fault) {
        application.report('A query without a connection could not be described', fault);
      }
    };
  }
}

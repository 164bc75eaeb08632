// Compiled with all tests: the type that is written out agrees with OpenTelemetry's own.
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import type { NodeSdkConfiguration } from 'nestjs-telemetry';

declare const theirs: Partial<NodeSDKConfiguration>;
export const ours: NodeSdkConfiguration = theirs;

type Missing = Exclude<keyof NodeSDKConfiguration, keyof NodeSdkConfiguration>;
type Unknown = Exclude<keyof NodeSdkConfiguration, keyof NodeSDKConfiguration>;
export const missing: [Missing | Unknown] extends [never] ? true : never = true;

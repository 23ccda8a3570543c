/**
 * Looks at this host for what breaks the failover of an address, and says how to mend it. Each check is a small function
 * over what can be asked of a {@link io.aliasdefender.doctor.HostInspector}; none changes anything.
 */
package io.aliasdefender.doctor;

package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.IpAddress;

/** What one steady round found about one address. */
public record ProbeResult(IpAddress address, ProbeOutcome outcome) {}

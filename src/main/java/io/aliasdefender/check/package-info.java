/**
 * Checks of the service: whether this host is fit for its aliases. What is counted and what follows of it is pure
 * ({@link io.aliasdefender.check.CheckState}, {@link io.aliasdefender.check.Fit}); one class looks at each kind of thing; all of
 * it is on an event loop of its own, so that nothing that is looked at delays a probe.
 */
package io.aliasdefender.check;

/** What a lease of an engine with a majority (etcd) permits this host. Null is never passed or returned. */
package io.aliasdefender.core.lease;

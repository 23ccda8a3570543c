package io.aliasdefender.payload;

/**
 * A key of the node link.
 *
 * @param id 1 to 65,535; no secret
 * @param secret 32 to 64 bytes in Base64
 */
public record LinkKey(int id, Secret secret) {}

/**
 * Which system this is and how its own commands are asked: the one place where systems are told apart. What only Linux
 * can do is in {@code os}.
 */
package io.aliasdefender.platform;

/** Manual pages and completions for shells, made from the very model of the commands that {@code --help} shows. */
package io.aliasdefender.manual;

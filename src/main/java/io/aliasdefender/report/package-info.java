/** What happened, as text for people: made of what was recorded, and of nothing else. */
package io.aliasdefender.report;

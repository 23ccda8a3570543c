/** What the checks of the service say, as far as decisions are made on it. How they look is the business of others. */
package io.aliasdefender.core.fit;

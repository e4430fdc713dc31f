/** Imported for its effect, before the first client is made. */

// The SDK's versions are pinned in the lockfile: which Node later ones will require is no news for a user.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

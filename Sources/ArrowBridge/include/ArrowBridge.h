#ifndef ARROW_BRIDGE_H
#define ARROW_BRIDGE_H
#ifdef __cplusplus
extern "C" {
#endif
/// The version of the Arrow library that is linked.
const char *arrow_bridge_version(void);
#ifdef __cplusplus
}
#endif
#endif

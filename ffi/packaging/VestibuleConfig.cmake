# find_package(Vestibule) gives the targets Vestibule::vestibule (shared) and Vestibule::vestibule_static.
get_filename_component(_vestibule_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET Vestibule::vestibule)
  add_library(Vestibule::vestibule SHARED IMPORTED)
  set_target_properties(Vestibule::vestibule PROPERTIES
    IMPORTED_LOCATION "${_vestibule_prefix}/lib/libvestibule.so"
    IMPORTED_NO_SONAME TRUE
    INTERFACE_INCLUDE_DIRECTORIES "${_vestibule_prefix}/include")
  add_library(Vestibule::vestibule_static STATIC IMPORTED)
  set_target_properties(Vestibule::vestibule_static PROPERTIES
    IMPORTED_LOCATION "${_vestibule_prefix}/lib/libvestibule.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_vestibule_prefix}/include"
    INTERFACE_LINK_LIBRARIES "pthread;dl;m")
endif()

"""Every address × every role × own or foreign object, by GET and by POST.

Our addresses have a row each, one file a floor; Wagtail's and allauth's are closed to
everybody unless a row opens them. A new address without a row fails the suite and the
message says which line to write.
"""

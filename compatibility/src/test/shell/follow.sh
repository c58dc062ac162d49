#!/bin/bash
# follow.sh [OPTION OF CURL]... URL
id='' next='' retry=2000 block='' status=''
while [ "$status" != 204 ]; do
  while IFS= read -r line; do
    case $line in
      'status '*) status=${line#status } ;;
      ':'*) ;;
      '') # Only now is the event there as a whole.
        printf '%s\n' "$block"
        id=$next block='' ;;
      *)
        block+=$line$'\n'
        case $line in
          'id: '*) next=${line#id: } ;;
          'retry: '*) retry=${line#retry: } ;;
        esac ;;
    esac
  done < <(curl -sN -H "Last-Event-ID: $id" -w 'status %{http_code}\n' "$@")
  block='' next=$id
  sleep "$((retry / 1000)).$(printf %03d $((retry % 1000)))"
done

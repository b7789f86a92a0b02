// Small drawings beside words, never in place of them: 24 by 24, strokes only.

const paths = {
  searchName: 'M15.5 15.5 21 21M10 17a7 7 0 1 1 0-14 7 7 0 0 1 0 14Z',
  dialCode: 'M5 4h.1M12 4h.1M19 4h.1M5 10.500h.1M12 10.500h.1M19 10.500h.1M5 17h.1M12 17h.1M19 17h.1M12 22h.1',
  guestParking: 'M9 17V7h4a3.2 3.2 0 0 1 0 6.400H9M4 2.500h16a1.5 1.5 0 0 1 1.5 1.500v16a1.5 1.5 0 0 1-1.5 1.500H4A1.5 1.5 0 0 1 2.5 20V4A1.5 1.5 0 0 1 4 2.500Z',
  entryCode: 'M6 11h12v10H6ZM8.5 11V7.500a3.5 3.5 0 0 1 7 0V11M12 15v2.5',
  callManagement: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v6H5.500A1.5 1.5 0 0 1 4 18.500ZM20 14h-3v6h1.500a1.5 1.5 0 0 0 1.5-1.500ZM17 20a4 4 0 0 1-4 2',
  searchSuite: 'M4 21V3h11v18M2 21h20M15 9h5v12M8 7h3M8 11h3M8 15h3',
  otherVisitor: 'M2 16V6h12v10M14 9h4l4 4v3h-2M2 16h3M9 16h6M7 18.500a2 2 0 1 1 0-4 2 2 0 0 1 0 4ZM17.5 18.500a2 2 0 1 1 0-4 2 2 0 0 1 0 4Z',
  resident: 'M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM3.5 21a8.5 8.5 0 0 1 17 0',
  suite: 'M6 21V3h12v18M3 21h18M14.5 12h.1',
  booking: 'M4 16v-4l2-5.500h12L20 12v4ZM4 12h16M5 16v2.500M19 16v2.500M7.5 14h.1M16.5 14h.1',
  otherVehicle: 'M12 5v14M5 12h14',
  callResident: 'M6 3h3.500l1.5 5-2.2 1.600a12 12 0 0 0 5.6 5.600L16 13l5 1.500V18a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z',
  yes: 'm4 12.5 5.5 5.500L20 6.5',
  no: 'M6 6l12 12M18 6 6 18',
  checkIn: 'm4 12.5 5.5 5.500L20 6.5',
  done: 'm4 12.5 5.5 5.500L20 6.5',
  back: 'M20 12H4M10.5 5.5 4 12l6.5 6.5',
  home: 'M3 11.5 12 4l9 7.500M5.5 10v10.500h13V10',
  erase: 'M8.5 5H21v14H8.500L2 12ZM12 9.500l5 5M17 9.500l-5 5',
  submit: 'M4 12h16M13.5 5.5 20 12l-6.5 6.5',
  alert: 'M12 8v5M12 16.500h.1M12 3 2 20.500h20Z',
  wait: 'M12 7v5l3.5 2M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18Z',
};

/** What a screen is marked with, where it tells how something went. */
export const marks = {
  calling: 'callResident', checkedIn: 'yes', alreadyCheckedIn: 'yes', doorUnlocked: 'yes', noBooking: 'alert',
  lockedOut: 'wait', similarPlate: 'booking', confirm: 'booking', resident: 'resident',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  svg.dataset.of = name;
  const path = document.createElementNS(svg.namespaceURI, 'path');
  path.setAttribute('d', paths[name] ?? paths.submit);
  svg.append(path);
  return svg;
}

// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice One payment of an issuer to all who hold a class at the end of a second, so much for each unit. Amounts in sen,
/// rates in hundredths of a sen for a unit, times in chain seconds. Each holder's due is rounded down to a sen; what is
/// left over goes back to the issuer.
interface IDividend {
    enum State { None, Declared, Paying, Ended, Cancelled, Lapsed }

    struct Terms {
        address issuer;
        uint64 rate;
        uint32 record;
        address face;
        uint64 recordAt;
        uint32 epoch;
        address money;
        uint64 payableAt;
    }

    event DividendDeclared(
        address indexed issuer, address indexed face, address indexed money, uint256 rate, uint256 record, uint64 recordAt,
        uint64 payableAt, bytes32 title
    );
    /// @notice The issuer put `amount` in; a trustee's mint into this instance is the other way, told by the kernel.
    event DividendFunded(address indexed issuer, uint256 amount, uint256 funded);
    /// @notice All that is needed is there, the dates have passed: `units` is the supply that it was measured by.
    event DividendBegun(uint256 units, uint256 funded);
    event DividendPaid(address indexed holder, uint256 units, uint256 amount);
    /// @notice The holder is frozen: its due waits here, for {collect}.
    event DividendHeld(address indexed holder, uint256 units, uint256 amount);
    /// @notice What was held for `door` was paid to it.
    event DividendCollected(address indexed door, uint256 amount);
    event DividendEnded(uint256 residue);
    event DividendCancelled(bytes32 reason, uint256 returned);
    event DividendLapsed(bytes32 why, uint256 returned);

    error DividendOutOfState(State got, State wanted);
    error DividendNotYourClass(address face, address door);
    error DividendNotMoney(address money);
    error DividendNotTheIssuer(address got, address wanted);
    /// @notice The rate is nothing, or so low that nobody gets a sen.
    error DividendNothingToPay(uint256 rate, uint256 units);
    /// @notice A record date is at most 90 days away, and the payment no sooner than it and at most 90 days later.
    error DividendBadDates(uint64 recordAt, uint64 payableAt, uint256 time);
    /// @notice As much as is needed is here.
    error DividendFundedAlready();
    /// @notice So many sen are missing before anybody can be paid.
    error DividendShort(uint256 missing);
    error DividendTooEarly(uint64 from, uint256 time);
    /// @notice The class was converted since: the rate is no longer for its units.
    error DividendConverted();
    error DividendTooLate(uint64 recordAt, uint256 time);
    error DividendNotLapsed();
    error DividendNothingHeld(address door);

    // -- acts
    /// @notice The issuer declares `rate` for each unit of its class, to who holds it at the end of second `recordAt`, to be
    /// paid from `payableAt` on.
    function declare(address face, address money, uint256 rate, uint64 recordAt, uint64 payableAt, bytes32 title) external;
    /// @notice The issuer puts in what is missing. Its trustee may mint the same amount into this instance instead.
    function fund() external;
    /// @notice The issuer takes the dividend back, while its record date is still to come.
    function cancel(bytes32 reason) external;

    // -- steps that anyone may push
    /// @notice Pay these holders; who was paid, had no units or is no door is passed over.
    function pay(address[] calldata holders) external;
    /// @notice A year after the first payment: what nobody asked for goes back to the issuer.
    function finish() external;
    /// @notice Not funded in 30 days after its payment was due, or its class converted meanwhile: it is void, and what is
    /// here goes back.
    function lapse() external;
    /// @notice Pay what is held for `door`.
    function collect(address door) external;

    // -- readings
    function terms() external view returns (Terms memory);
    function state() external view returns (State);
    /// @notice The sen that are missing to pay everybody.
    function awaited() external view returns (uint256);
    function dueTo(address door) external view returns (uint256);
    /// @notice Since the first payment: what was put in, what was paid to holders, what is held for frozen doors.
    function sums() external view returns (uint256 funded, uint256 paid, uint256 held, uint256 returned);
}

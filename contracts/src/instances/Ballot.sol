// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBallot} from "../interfaces/IBallot.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType, Face, Kind} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";

/// @notice See {IBallot}. It holds nothing of anybody's.
contract Ballot is Instance, IBallot {
    uint64 private constant LONGEST = 90 days;
    uint256 private constant WHOLE = 10_000;

    Terms private _terms;
    State public state;
    /// @dev The supply when the first vote could be cast.
    uint128 private _units;
    mapping(Choice choice => uint256) private _votes;
    mapping(address holder => Choice) public choiceOf;

    constructor(IMarketMaster master) Instance(master) {}

    // -- acts

    /// @inheritdoc IBallot
    function pose(
        address face, bytes32 question, uint64 recordAt, uint64 closesAt, uint16 quorum, Resolution resolution
    ) external {
        address door = _entrant();
        _requireState(State.None);
        Face memory f = MASTER.faceOf(face);
        require(f.kind == Kind.Equity && f.issuer == door, BallotNotYourClass(face, door));
        require(question != 0, BallotQuestionMissing());
        require(quorum <= WHOLE, BallotQuorumOutOfRange(quorum));
        bool inOrder = recordAt <= block.timestamp + LONGEST && recordAt < closesAt && closesAt - recordAt <= LONGEST;
        require(inOrder, BallotBadDates(recordAt, closesAt, block.timestamp));

        uint32 record = uint32(MASTER.setRecordDate(face, recordAt));
        _terms = Terms(door, recordAt, record, face, closesAt, f.epoch, question, quorum, resolution);
        state = State.Posed;
        emit BallotPosed(door, face, question, record, recordAt, closesAt, quorum, resolution);
    }

    /// @inheritdoc IBallot
    function vote(Choice choice) external {
        address door = _entrant();
        if (state == State.Posed) _open();
        _requireState(State.Open);
        require(block.timestamp < _terms.closesAt, BallotTooLate(_terms.closesAt, block.timestamp));
        require(choice != Choice.None, BallotChoiceMissing());
        require(door != _terms.issuer, BallotOwnUnits(door));
        uint256 units = MASTER.unitsAt(_terms.face, _terms.record, door);
        require(units != 0, BallotNoUnits(door, _terms.recordAt));

        Choice former = choiceOf[door];
        if (former != Choice.None) _votes[former] -= units;
        _votes[choice] += units;
        choiceOf[door] = choice;
        emit Voted(
            door, choice, former, units, _votes[Choice.InFavour], _votes[Choice.Against], _votes[Choice.Abstain]
        );
    }

    /// @inheritdoc IBallot
    function cancel(bytes32 reason) external {
        address door = _actor();
        require(door == _terms.issuer, BallotNotTheIssuer(door, _terms.issuer));
        _requireState(State.Posed);
        require(block.timestamp <= _terms.recordAt, BallotTooLate(_terms.recordAt, block.timestamp));
        state = State.Cancelled;
        emit BallotCancelled(reason);
    }

    // -- steps

    /// @inheritdoc IBallot
    function open() external step {
        _requireState(State.Posed);
        _open();
    }

    /// @inheritdoc IBallot
    /// @dev A class that was converted before the ballot opened leaves nothing to measure votes by: there were none.
    function close() external step {
        require(state == State.Posed || state == State.Open, BallotOutOfState(state, State.Open));
        require(block.timestamp >= _terms.closesAt, BallotTooEarly(_terms.closesAt, block.timestamp));
        if (state == State.Posed && !_isConverted()) _open();
        state = State.Closed;
        (uint256 inFavour, uint256 against, uint256 abstained) =
            (_votes[Choice.InFavour], _votes[Choice.Against], _votes[Choice.Abstain]);
        uint256 cast = inFavour + against + abstained;
        bool quorate = cast != 0 && cast * WHOLE >= _units * uint256(_terms.quorum);
        bool passed = quorate && _carries(inFavour, against);
        emit BallotClosed(inFavour, against, abstained, _units, quorate, passed);
    }

    // -- parts

    function _open() private {
        require(block.timestamp > _terms.recordAt, BallotTooEarly(_terms.recordAt + 1, block.timestamp));
        require(!_isConverted(), BallotConverted());
        (state, _units) = (State.Open, MASTER.faceOf(_terms.face).supply);
        emit BallotOpened(_units);
    }

    function _carries(uint256 inFavour, uint256 against) private view returns (bool) {
        if (_terms.resolution == Resolution.Ordinary) return inFavour > against;
        return inFavour != 0 && inFavour * 4 >= (inFavour + against) * 3;
    }

    function _isConverted() private view returns (bool) {
        return MASTER.faceOf(_terms.face).epoch != _terms.epoch;
    }

    function _requireState(State wanted) private view {
        require(state == wanted, BallotOutOfState(state, wanted));
    }

    // -- readings

    /// @inheritdoc IBallot
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @inheritdoc IBallot
    function tally() external view returns (uint256 inFavour, uint256 against, uint256 abstained, uint256 units) {
        return (_votes[Choice.InFavour], _votes[Choice.Against], _votes[Choice.Abstain], _units);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](3);
        list[0] = ActType(
            this.pose.selector, 330_000, 1,
            "PoseQuestion(address template,address asset,uint256 most,address face,bytes32 question,uint64 recordAt,uint64 closesAt,uint16 quorum,uint8 resolution,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.vote.selector, 180_000, 1,
            "Vote(address ballot,address asset,uint256 most,uint8 choice,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.cancel.selector, 100_000, 1,
            "CancelBallot(address ballot,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
    }
}
